/** Colours for code: highlight.js, with languages that are fetched when somebody uses them. */

import type { LanguageFn } from 'highlight.js';

type Loader = () => Promise<{ default: LanguageFn }>;

const LANGUAGES: Record<string, Loader> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  go: () => import('highlight.js/lib/languages/go'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

const ALIASES: Record<string, string> = {
  'c++': 'cpp',
  cs: 'csharp',
  html: 'xml',
  js: 'javascript',
  kt: 'kotlin',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  svg: 'xml',
  ts: 'typescript',
  yml: 'yaml',
};

const MAX_LENGTH = 16_000;

/** A piece of code in one colour; `scope` as highlight.js names it. */
export interface Piece {
  scope: string;
  text: string;
}

/** The code in pieces; one piece without a scope if the language is not known. */
export async function highlight(code: string, language: string): Promise<Piece[]> {
  const name = ALIASES[language] ?? language;
  const loader = Object.hasOwn(LANGUAGES, name) ? LANGUAGES[name] : undefined;
  if (!loader || code.length > MAX_LENGTH) {
    return [{ scope: '', text: code }];
  }
  const [{ default: engine }, { default: grammar }] = await Promise.all([
    import('highlight.js/lib/core'),
    loader(),
  ]);
  engine.registerLanguage(name, grammar);
  return pieces(engine.highlight(code, { language: name, ignoreIllegals: true }).value);
}

/** highlight.js answers with text in which everything is escaped but its own spans. */
export function pieces(markup: string): Piece[] {
  const found: Piece[] = [];
  const scopes: string[] = [];
  for (const [token, scope] of markup.matchAll(/<span class="([^"]*)">|<\/span>|[^<]+/g)) {
    if (scope !== undefined) {
      scopes.push(scope);
    } else if (token === '</span>') {
      scopes.pop();
    } else {
      found.push({ scope: scopes.at(-1) ?? '', text: unescaped(token) });
    }
  }
  return found;
}

function unescaped(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, '&');
}
