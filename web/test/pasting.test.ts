import { describe, expect, it } from 'vitest';
import { filesOf } from '../src/pasting';

describe('of what is pasted', () => {
  const picture = new File(['x'], 'image.png', { type: 'image/png' });
  const pdf = new File(['x'], 'plan.pdf', { type: 'application/pdf' });
  const table = '<table><tr><td>Test 1</td><td>A</td></tr></table>';

  it('the text is meant where a spreadsheet or a text program put a picture beside it', () => {
    expect(filesOf({ text: 'Test 1\tA\r\n', html: table, files: [picture] })).toEqual([]);
    expect(filesOf({ text: 'two words', html: '', files: [picture] })).toEqual([]);
    expect(filesOf({ text: 'https://example.org/a', html: table, files: [picture] })).toEqual([]);
  });

  it('the picture is meant where it is alone or comes from a page', () => {
    const html = '<img src="https://example.org/a.png">';
    expect(filesOf({ text: '', html: '', files: [picture] })).toEqual([picture]);
    expect(filesOf({ text: ' \n', html, files: [picture] })).toEqual([picture]);
    expect(filesOf({ text: 'https://example.org/a.png', html, files: [picture] })).toEqual([
      picture,
    ]);
  });

  it('the files are meant where the text is their names', () => {
    const photo = new File(['x'], 'sea.jpg', { type: 'image/jpeg' });
    expect(filesOf({ text: 'sea.jpg', html: '', files: [photo] })).toEqual([photo]);
    expect(filesOf({ text: 'plan.pdf', html: '', files: [pdf] })).toEqual([pdf]);
    expect(filesOf({ text: '/home/a/sea.jpg', html: '', files: [photo] })).toEqual([photo]);
  });
});
