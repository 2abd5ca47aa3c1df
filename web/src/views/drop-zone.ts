/** What was dropped or pasted: files, and whether there were folders among them. */
export interface Brought {
  files: File[];
  hasFolder: boolean;
}

/** A folder looks like a file that cannot be read; only its entry tells. */
export function broughtBy(transfer: DataTransfer | null): Brought {
  const items = [...(transfer?.items ?? [])].filter((item) => item.kind === 'file');
  const whole = items.filter((item) => !item.webkitGetAsEntry()?.isDirectory);
  return {
    files: whole.map((item) => item.getAsFile()).filter((file) => file !== null),
    hasFolder: whole.length < items.length,
  };
}

/** Files that are dragged over the window: anywhere, but not words or links. */
export class DropZone {
  private depth = 0;

  constructor(
    private readonly over: (isOver: boolean) => void,
    private readonly dropped: (brought: Brought) => void,
  ) {}

  listen(): () => void {
    const listeners: [string, (event: DragEvent) => void][] = [
      ['dragenter', (event) => this.enter(event)],
      ['dragover', (event) => isFiles(event) && event.preventDefault()],
      ['dragleave', (event) => this.leave(event)],
      ['drop', (event) => this.drop(event)],
    ];
    for (const [name, listener] of listeners) {
      window.addEventListener(name, listener as (event: Event) => void);
    }
    return () => {
      for (const [name, listener] of listeners) {
        window.removeEventListener(name, listener as (event: Event) => void);
      }
    };
  }

  /** Entering an element within the page leaves the one around it: what counts is the sum. */
  private enter(event: DragEvent): void {
    if (isFiles(event)) {
      event.preventDefault();
      this.depth++;
      this.over(true);
    }
  }

  private leave(event: DragEvent): void {
    if (isFiles(event)) {
      this.depth = Math.max(0, this.depth - 1);
      this.over(this.depth > 0);
    }
  }

  private drop(event: DragEvent): void {
    this.depth = 0;
    this.over(false);
    const brought = broughtBy(event.dataTransfer);
    if (brought.files.length > 0 || brought.hasFolder) {
      event.preventDefault();
      this.dropped(brought);
    }
  }
}

function isFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
