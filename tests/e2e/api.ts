import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scanSchema, uploadSchema, type Page, type Scan, type Upload } from '@ringcheck/contracts';

/** The API as a client sees it; a refused request throws with the problem's text. */
export class Api {
  constructor(private readonly url: string) {}

  async get<T>(route: string): Promise<T> {
    return this.send<T>(route, {});
  }

  async post<T>(route: string, body: unknown = {}): Promise<T> {
    return this.send<T>(route, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async delete(route: string): Promise<void> {
    await this.send<unknown>(route, { method: 'DELETE' });
  }

  async send<T>(route: string, init: RequestInit): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${route}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${route}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** Every item of a paged list. */
  async all<T>(route: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const joint = route.includes('?') ? '&' : '?';
      const page: Page<T> = await this.get(
        `${route}${cursor === undefined ? '' : `${joint}cursor=${encodeURIComponent(cursor)}`}`,
      );
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return items;
  }

  async uploadFiles(files: ReadonlyMap<string, Uint8Array>): Promise<Upload> {
    const form = new FormData();
    for (const [name, bytes] of files) form.append('files', new Blob([Buffer.from(bytes)]), name);
    return uploadSchema.parse(await this.send('/uploads', { method: 'POST', body: form }));
  }

  async decoded(id: string): Promise<Upload> {
    return until(async () => {
      const upload = uploadSchema.parse(await this.get(`/uploads/${id}`));
      return upload.status === 'done' || upload.status === 'failed' ? upload : undefined;
    });
  }

  async scanned(id: string): Promise<Scan> {
    return until(async () => {
      const scan = scanSchema.parse(await this.get(`/scans/${id}`));
      return ['done', 'failed', 'cancelled'].includes(scan.status) ? scan : undefined;
    });
  }
}

/** Ask until there is an answer; the limit is for what hangs, not for a machine that is busy. */
export async function until<T>(ask: () => Promise<T | undefined>, timeoutMs = 240_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`no answer within ${timeoutMs} ms`);
    await sleep(150);
  }
}

/** Files of a folder by their path from the folder's parent, as an upload of the folder names them. */
export async function readFolder(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const full = path.join(entry.parentPath, entry.name);
    files.set(path.relative(path.dirname(folder), full).split(path.sep).join('/'), await readFile(full));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
