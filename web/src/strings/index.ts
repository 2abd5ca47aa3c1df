import { en, type Strings } from './en';

/** The strings of the page's language. English is the only one so far. */
export const strings: Strings = en;
