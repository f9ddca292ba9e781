import { desk, DeskFailure, type DeskError, type DocumentId, type EncounterId } from '../ipc';

/** Of the width of the pane; the first that fills it is 1. */
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;
/** Two sizes are drawn: what fits a pane, and what is looked at closely. */
const WIDTHS = [1600, 3200] as const;
const MOST_KEPT = 12;

export type Asking = Pick<typeof desk, 'pagePicture'>;

/** The pages of one document as they look on paper: which one is shown, how large, how it is turned. */
export class Paper {
  page = $state(1);
  zoom = $state<number>(1);
  /** in quarters, clockwise */
  turned = $state(0);
  /** of the page that is shown, else of the last one: it stands until the next has been drawn */
  url = $state.raw<string | null>(null);
  failure = $state.raw<DeskError | null>(null);
  drawing = $state(false);
  #urls = new Map<string, Promise<string>>();
  #asked = 0;
  #closed = false;

  constructor(
    readonly encounter: EncounterId,
    readonly document: DocumentId,
    readonly pages: number,
    page: number,
    readonly using: Asking = desk,
  ) {
    this.page = Math.min(Math.max(1, page), Math.max(1, pages));
  }

  turnPage(by: 1 | -1): boolean {
    const page = this.page + by;
    if (page < 1 || page > this.pages) return false;
    this.page = page;
    return true;
  }

  turn(): void {
    this.turned = (this.turned + 1) % 4;
  }

  zoomBy(by: 1 | -1): void {
    const at = ZOOMS.findIndex((zoom) => zoom === this.zoom);
    this.zoom = ZOOMS[Math.min(Math.max(0, at + by), ZOOMS.length - 1)] ?? 1;
  }

  fit(): void {
    this.zoom = 1;
  }

  /** Brings the page into sight, drawn at least as wide as it is shown, in pixels of the screen; and draws the next one ahead. */
  async show(shown: number): Promise<void> {
    const widest = WIDTHS.find((width) => width >= shown) ?? WIDTHS[1];
    const asked = ++this.#asked;
    this.drawing = true;
    try {
      const url = await this.#draw(this.page, widest);
      if (asked !== this.#asked) return;
      this.url = url;
      this.failure = null;
      if (this.page < this.pages) this.#draw(this.page + 1, widest).catch(() => undefined);
    } catch (error) {
      if (asked !== this.#asked) return;
      this.url = null;
      this.failure = error instanceof DeskFailure ? error.error : { code: 'internal', args: {} };
    } finally {
      if (asked === this.#asked) this.drawing = false;
    }
  }

  /** Forgets the pictures. */
  close(): void {
    this.#closed = true;
    for (const url of this.#urls.values()) void drop(url);
    this.#urls.clear();
  }

  #draw(page: number, widest: number): Promise<string> {
    const key = `${page} ${widest}`;
    const known = this.#urls.get(key);
    if (known) return known;
    const drawn = this.using.pagePicture(this.encounter, this.document, page, widest).then((bytes) => URL.createObjectURL(new Blob([bytes], { type: 'image/png' })));
    this.#urls.set(key, drawn);
    // What failed may be asked for again.
    drawn.then(
      () => this.#closed && void drop(drawn),
      () => this.#urls.delete(key),
    );
    for (const [oldest, url] of this.#urls) {
      if (this.#urls.size <= MOST_KEPT) break;
      this.#urls.delete(oldest);
      void drop(url);
    }
    return drawn;
  }
}

async function drop(url: Promise<string>): Promise<void> {
  try {
    URL.revokeObjectURL(await url);
  } catch {
    // It was never drawn.
  }
}
