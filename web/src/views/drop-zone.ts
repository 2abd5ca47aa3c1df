/** Files that are dragged over the window: anywhere, but not words or links. */
export class DropZone {
  private depth = 0;

  constructor(
    private readonly over: (isOver: boolean) => void,
    private readonly dropped: (files: File[]) => void,
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
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      this.dropped(files);
    }
  }
}

function isFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
