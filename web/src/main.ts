import '@fontsource-variable/figtree/index.css';
import './styles/base.css';
import './styles/start.css';
import './styles/room.css';
import './styles/message.css';
import './styles/composer.css';
import './styles/popovers.css';
import './styles/lightbox.css';
import './styles/search.css';
import './styles/settings.css';
import './styles/dialogs.css';
import './styles/forced-colors.css';
import './styles/print.css';
import './views/app';
import { registerWorker } from './attention';
import { isRightToLeft, language } from './strings';
import { applyTheme } from './theme';

// Addresses in the page are relative, and the address of the page changes when a room is entered.
for (const link of document.querySelectorAll('link')) {
  link.setAttribute('href', link.href);
}
document.documentElement.lang = language;
document.documentElement.dir = isRightToLeft ? 'rtl' : 'ltr';
applyTheme();
registerWorker();
document.body.append(document.createElement('snug-app'));
