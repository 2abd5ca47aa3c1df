import { storage } from '../storage';
import { en, type Strings } from './en';

/** The languages of the page, each by its own name. */
export const LANGUAGES: Record<string, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  ar: 'العربية',
};

const wanted = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);

/** The language of the page: the one that was chosen, else the first that the browser asks for. */
export const language: string =
  [storage.language(), ...wanted]
    .map((tag) => tag.split('-')[0]!.toLowerCase())
    .find((tag) => Object.hasOwn(LANGUAGES, tag)) ?? 'en';

/** How the browser's user writes that language: for dates and numbers. */
export const locale: string =
  wanted.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;

export const isRightToLeft = language === 'ar';

/** The strings of the page's language; English comes with the page, others are fetched. */
export const strings: Strings = await load().catch(() => en);

async function load(): Promise<Strings> {
  switch (language) {
    case 'de':
      return (await import('./de')).de;
    case 'fr':
      return (await import('./fr')).fr;
    case 'es':
      return (await import('./es')).es;
    case 'ja':
      return (await import('./ja')).ja;
    case 'ar':
      return (await import('./ar')).ar;
    default:
      return en;
  }
}
