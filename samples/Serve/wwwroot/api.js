// Talks to the program, and tells the reader where that fails.

const problem = document.getElementById('problem');

/** An answer of 4xx or 5xx, with the sentence that came with it. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(path, init) {
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ApiError(0, 'The program does not answer. Is it still running?');
  }
  if (!response.ok) {
    const details = await response.json().catch(() => ({}));
    throw new ApiError(response.status, details.detail ?? details.title ?? `The program answered ${response.status}.`);
  }
  return response.json();
}

export const get = path => ask(path);

export const post = (path, body, type = 'application/octet-stream') =>
  ask(path, body ? { method: 'POST', body, headers: { 'Content-Type': type } } : { method: 'POST' });

/** Numbers as the program sends them: little-endian float32 in base64. */
export function floats(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++)
    bytes[i] = text.charCodeAt(i);
  return new Float32Array(bytes.buffer);
}

/** Shows a sentence above the page, until the next thing works. */
export function show(message) {
  problem.textContent = message;
  problem.hidden = message === '';
}

/**
 * Work that may be asked for faster than it is done: one at a time, and then once more for all that came meanwhile. Where the program
 * is busy it is tried again a second later.
 */
export function latest(work) {
  let busy = false;
  let again = false;
  return async function run() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      try {
        await work();
        show('');
      } catch (error) {
        show(error.message);
        if (error.status === 429 || error.status === 503 || error.status === 0) {
          await new Promise(done => setTimeout(done, 1000));
          again = true;
        } else if (!(error instanceof ApiError)) {
          busy = false;
          throw error;
        }
      }
    } while (again);
    busy = false;
  };
}
