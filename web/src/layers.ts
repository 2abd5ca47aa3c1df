/**
 * What is open above the page, one above the other: the browser's Back, and Back on a phone, close the
 * topmost, as Esc does. Each has an entry in the history, which goes when it closes, however it does.
 *
 * The entries are numbered from 1 in `history.state`, so that an entry that nothing belongs to any more
 * (reached with Forward, or after the page was loaded anew) is known, and left at once.
 */

/** No answer to `history.go` for so long: the browser has ignored it. */
const TRAVERSE_MILLIS = 1000;

interface Layer {
  close(): void;
}

const layers: Layer[] = [];
/** How many entries of layers the present one is above that of the page. */
let entries = 0;
let path = '';
let traversing = 0;
let planned = 0;
let wanted: { address: string; arrived: () => void } | null = null;

/** Something has opened. Answers with what is to be called when it has closed by itself. */
export function openLayer(close: () => void): () => void {
  const layer = { close };
  layers.push(layer);
  settle();
  return () => {
    const index = layers.indexOf(layer);
    if (index >= 0) {
      layers.splice(index, 1);
      settleSoon();
    }
  };
}

/** Opens a dialog above everything else. */
export function openDialog(dialog: HTMLDialogElement): void {
  dialog.showModal();
  dialog.addEventListener(
    'close',
    openLayer(() => dialog.close()),
    { once: true },
  );
}

/** Closes the topmost; answers whether there was one. */
export function closeLayer(): boolean {
  const layer = layers.pop();
  if (layer) {
    layer.close();
    settleSoon();
  }
  return layer !== undefined;
}

/** Closes all: what was below them is no more. */
export function closeLayers(): void {
  while (closeLayer()) {
    // the next one
  }
}

/** Goes to another address of this page; completes when it is there. What is open closes. */
export function goTo(address: string): Promise<void> {
  closeLayers();
  return new Promise((arrived) => {
    wanted = { address, arrived };
    settle();
  });
}

/** To be called once, before anybody else hears of `popstate`. */
export function listenToHistory(): void {
  path = location.pathname;
  window.addEventListener('popstate', moved);
  entries = numberOfEntry();
  settle();
}

/** Makes the entries as many as the layers are, or leads to another address in place of them. */
function settle(): void {
  window.clearTimeout(planned);
  planned = 0;
  if (traversing !== 0) {
    return;
  }
  const aim = wanted ? Math.min(entries, 1) : layers.length;
  if (entries > aim) {
    traversing = window.setTimeout(arrived, TRAVERSE_MILLIS);
    history.go(aim - entries);
  } else if (wanted) {
    leave(wanted);
  } else {
    while (entries < aim) {
      entries++;
      history.pushState({ layer: entries }, '');
    }
  }
}

/** Not at once: what closes often makes place for something else. */
function settleSoon(): void {
  planned ||= window.setTimeout(settle);
}

function leave({ address, arrived: tell }: { address: string; arrived: () => void }): void {
  wanted = null;
  if (entries > 0) {
    history.replaceState(null, '', address);
  } else {
    history.pushState(null, '', address);
  }
  entries = 0;
  path = location.pathname;
  tell();
}

/** Somebody, or this module, has gone back or forward. */
function moved(event: PopStateEvent): void {
  const before = entries;
  const elsewhere = location.pathname !== path;
  if (traversing !== 0) {
    arrived();
  } else {
    entries = numberOfEntry();
    path = location.pathname;
    while (layers.length > (elsewhere ? 0 : entries)) {
      closeLayer();
    }
    settleSoon();
  }
  if (!elsewhere && (before > 0 || entries > 0)) {
    event.stopImmediatePropagation();
  }
}

function arrived(): void {
  window.clearTimeout(traversing);
  traversing = 0;
  path = location.pathname;
  entries = numberOfEntry();
  settle();
}

function numberOfEntry(): number {
  return (history.state as { layer?: number } | null)?.layer ?? 0;
}
