// Lists, sends and deletes documents (docs/protocol.md, "Documents"). Never throws: what cannot be done is a
// problem to show.
import { readRefusal } from './events';
import { number, objects, readObject, text, type Fields } from './fields';
import { request, unreachable, type Outcome } from './request';

const states = ['waiting', 'reading', 'embedding', 'ready', 'failed'] as const;
export type DocumentState = (typeof states)[number];

export interface ListedDocument {
  name: string;
  title: string;
  bytes: number;
  pages: number;
  passages: number;
  state: DocumentState;
  reason: string; // why it failed or waits, or a warning; may be empty
  origin: 'uploaded' | 'folder'; // only what was uploaded can be deleted here
}

export interface UploadOptions {
  then: 'refuse' | 'replace'; // when there is a document of this name
  onsent: (bytes: number) => void;
  stop: AbortSignal;
}

/** What the page needs of a server with documents. */
export interface DocumentApi {
  list: () => Promise<Outcome<ListedDocument[]>>;
  upload: (file: File, options: UploadOptions) => Promise<Outcome<null>>;
  remove: (name: string) => Promise<Outcome<null>>;
}

const pagesMax = 20; // of the list, each of up to 1000 documents

export function documentApi(server = ''): DocumentApi {
  return {
    list: () => list(server),
    upload: (file, options) => upload(server, file, options),
    remove: async (name) => {
      const answer = await request(`${server}/documents/${encodeURIComponent(name)}`, { method: 'DELETE' });
      return answer.ok ? { ok: true, value: null } : answer;
    },
  };
}

async function list(server: string): Promise<Outcome<ListedDocument[]>> {
  const all: ListedDocument[] = [];
  let after = '';
  for (let page = 0; page < pagesMax; page++) {
    const answer = await request(`${server}/documents?${new URLSearchParams({ after })}`, { method: 'GET' });
    if (!answer.ok) return answer;
    const fields = readObject(answer.value) ?? {};
    all.push(...objects(fields['documents']).map(readDocument));
    after = text(fields['next']);
    if (!after) break;
  }
  return { ok: true, value: all };
}

function readDocument(fields: Fields): ListedDocument {
  return {
    name: text(fields['name']),
    title: text(fields['title']),
    bytes: number(fields['bytes']) ?? 0,
    pages: number(fields['pages']) ?? 0,
    passages: number(fields['passages']) ?? 0,
    state: states.find((state) => state === fields['state']) ?? 'ready',
    reason: text(fields['reason']),
    origin: fields['uploaded'] === true ? 'uploaded' : 'folder',
  };
}

/** By XMLHttpRequest: fetch does not tell how much has been sent. */
function upload(server: string, file: File, { then, onsent, stop }: UploadOptions): Promise<Outcome<null>> {
  const replace = then === 'replace' ? { replace: 'yes' } : {};
  const sending = new XMLHttpRequest();
  sending.open('POST', `${server}/documents?${new URLSearchParams({ name: file.name, ...replace })}`);
  sending.setRequestHeader('Content-Type', 'application/octet-stream');
  return new Promise((resolve) => {
    const fail = () => resolve({ ok: false, problem: unreachable() });
    sending.upload.onprogress = ({ loaded }) => onsent(loaded);
    sending.onload = () =>
      sending.status < 300
        ? resolve({ ok: true, value: null })
        : resolve({ ok: false, problem: readRefusal(sending.status, sending.responseText) });
    sending.onerror = fail;
    sending.onabort = fail;
    stop.addEventListener('abort', () => sending.abort(), { once: true });
    sending.send(file);
  });
}
