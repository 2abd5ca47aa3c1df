/** Which messages are so long that they are shown in part at first. */

const LINE = 64;
const LINES = 28;
/** Code scrolls in a box of its own. */
const FENCE = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$/gm;
/** As wide as two letters. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/g;

/** Guessed from the text alone, so that a row is as high at once as it stays. */
export function isLong(text: string): boolean {
  if (text.length < LINES) {
    return false;
  }
  const lines = text.replace(FENCE, '').split('\n');
  const rows = lines.map((line) => {
    const width = line.length + (line.match(WIDE)?.length ?? 0);
    return Math.max(1, Math.ceil(width / LINE));
  });
  return rows.reduce((sum, row) => sum + row, 0) > LINES;
}
