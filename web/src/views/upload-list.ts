import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { fileSize } from '../format';
import { strings } from '../strings';
import type { Upload, Uploads } from '../uploads';
import { icons } from './icons';
import { keepStill } from './still-picture';
import { View } from './view';

/** What the room shows as a picture; other kinds go as files, which nobody describes. */
const SHOWN = /^image\/(png|jpeg|gif|webp)$/;

/** What will be sent with the message: each file with its progress, to be cancelled or tried again. */
@customElement('snug-upload-list')
export class UploadList extends View {
  @property({ attribute: false }) uploads!: Uploads;
  @property({ attribute: false }) all: readonly Upload[] = [];

  /** What has just been refused is seen, however many there are. */
  protected override updated(changes: PropertyValues<this>): void {
    const before = new Map(changes.get('all')?.map((upload) => [upload.key, upload.state]));
    const refused = this.all.findLastIndex(
      ({ key, state }) => state === 'failed' && before.get(key) !== 'failed',
    );
    this.querySelectorAll('.upload').item(refused)?.scrollIntoView({ block: 'nearest' });
  }

  protected override render() {
    if (this.all.length === 0) {
      return nothing;
    }
    return html`<ul class="uploads" aria-label=${strings.filesToSend}>
      ${repeat(
        this.all,
        (upload) => upload.key,
        (upload) => this.upload(upload),
      )}
    </ul>`;
  }

  private upload(upload: Upload) {
    const failed = upload.state === 'failed';
    return html`<li class=${failed ? 'upload failed' : 'upload'}>
      ${
        upload.preview
          ? html`<img
              src=${upload.preview}
              alt=""
              decoding="async"
              @error=${() => this.uploads.withoutPreview(upload.key)}
              @load=${(event: Event) => keepStill(event.currentTarget as HTMLImageElement, () => Promise.resolve(upload.file))}
            />`
          : html`<span class="upload-icon">${icons.file}</span>`
      }
      <div class="upload-words">
        <span class="file-name" dir="auto">${upload.file.name}</span>
        <span class="upload-state" role=${failed ? 'alert' : nothing}>
          ${sizeOf(upload) > 0 ? html`<span class="file-size">${fileSize(sizeOf(upload))}</span>` : nothing}
          ${upload.reason ? html`<span class="upload-reason">${upload.reason}</span>` : nothing}
        </span>
        ${
          isShown(upload) && !failed
            ? html`<input
                class="upload-description"
                type="text"
                dir="auto"
                maxlength="500"
                autocomplete="off"
                aria-label=${strings.describe(upload.file.name)}
                placeholder=${strings.describePlaceholder}
                .value=${upload.description}
                @input=${(event: Event) =>
                  this.uploads.describe(upload.key, (event.target as HTMLInputElement).value)}
              />`
            : nothing
        }
        ${
          upload.state === 'sending' || upload.state === 'waiting'
            ? html`<progress
                max="1"
                .value=${upload.progress}
                aria-label=${strings.uploading(upload.file.name)}
              ></progress>`
            : nothing
        }
      </div>
      ${
        failed && upload.retryable
          ? html`<button
              class="link-button"
              type="button"
              @click=${() => this.uploads.retry(upload.key)}
            >
              ${strings.retry}
            </button>`
          : nothing
      }
      <button
        class="icon-button"
        type="button"
        aria-label=${strings.removeFile(upload.file.name)}
        title=${strings.removeFile(upload.file.name)}
        @click=${() => this.uploads.remove(upload.key)}
      >
        ${icons.close}
      </button>
    </li>`;
  }
}

/** As far as is known: the server looks into it. */
function isShown({ preview, file, attachment }: Upload): boolean {
  return preview !== null && (attachment ? Boolean(attachment.width) : SHOWN.test(file.type));
}

/** Of what an earlier page has brought the bytes are not here. */
function sizeOf({ attachment, file }: Upload): number {
  return attachment?.size ?? file.size;
}
