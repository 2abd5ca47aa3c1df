import { en, type Strings } from './en';

/** The language of the page. */
export const language: string = 'en';

/** The strings of the page's language. */
export const strings: Strings = en;
