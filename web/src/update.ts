/** Whether the server has a newer page than this one. */

import { baseUrl } from './connection';

/** Looks at the page that the server would give now. Asked after the server may have been restarted. */
export async function isOutdated(): Promise<boolean> {
  const own = document.querySelector<HTMLScriptElement>('script[type=module]')?.src ?? '';
  const name = own.slice(own.lastIndexOf('/') + 1);
  try {
    const answer = await fetch(baseUrl, { cache: 'no-cache' });
    const page = await answer.text();
    return answer.ok && page.includes('/assets/') && name !== '' && !page.includes(name);
  } catch {
    return false;
  }
}
