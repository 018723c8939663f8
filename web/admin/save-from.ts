import { createSender } from '../api/client.ts';
import { readProblem } from '../api/problem.ts';
import { saveFile } from '../ui/write-csv.ts';
import { around } from './api.ts';

const send = createSender(around);

/** Fetches a file of the API and hands it to the browser; a plain link would lack the account. Throws ApiProblem. */
export async function saveFrom(path: string, name: string, type: string): Promise<void> {
  const response = await send(new Request(path, { headers: { Accept: type } }));
  if (!response.ok) throw await readProblem(response);
  saveFile(name, [await response.blob()], response.headers.get('content-type') ?? type);
}
