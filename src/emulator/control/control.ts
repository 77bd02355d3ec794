import type { UserPool } from '../user-pool';
import { CognitoError } from '../errors';
import { ControlRefusal } from './refusal';
import { RemoteFaults } from './remote-faults';
import { CONTROL_ROUTES, type ControlCall } from './routes';

// The path under which the emulator itself is spoken to, and not the pool.
const CONTROL_PATH = '/_emulator/';

/** Tells whether a request is for the emulator itself. */
export function isForControl({ url }: Request): boolean {
  return new URL(url).pathname.startsWith(CONTROL_PATH);
}

/**
 * Makes the API by which tests in other processes, and in other languages, have what tests in this process have.
 *
 * @param mayControl - Tells whether who asks may: programs, and pages of the origins that were named.
 */
export function createControl(
  pool: UserPool,
  mayControl: (request: Request) => boolean,
): (request: Request) => Promise<Response> {
  const faults = new RemoteFaults(pool.faults);
  return async (request) => {
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', ...corsFor(request) };
    try {
      if (!mayControl(request)) throw notForPages();
      if (request.method === 'OPTIONS') return preflight(request);
      const document = await answer(request, pool, faults);
      return document === undefined
        ? new Response(null, { status: 204, headers: corsFor(request) })
        : new Response(JSON.stringify(document), { status: 200, headers });
    } catch (error) {
      const [status, message] = describe(error);
      const allowed = status === 403 ? { 'content-type': 'application/json' } : headers;
      return new Response(JSON.stringify({ message }), { status, headers: allowed });
    }
  };
}

async function answer(request: Request, pool: UserPool, faults: RemoteFaults): Promise<object | undefined> {
  const { pathname, searchParams: query } = new URL(request.url);
  const here = CONTROL_ROUTES.filter(({ path }) => path.test(pathname));
  if (here.length === 0) throw new ControlRefusal(404, `There is nothing at ${pathname}.`);
  const found = here.find(({ method }) => method === request.method);
  if (!found)
    throw new ControlRefusal(405, `${pathname} takes ${here.map(({ method }) => method).join(', ')}.`);
  const parts = (found.path.exec(pathname) ?? []).slice(1).map(decodePart);
  return (
    (await found.answer({ pool, faults, parts, query, body: readBody(await request.text()) })) ?? undefined
  );
}

function readBody(text: string): ControlCall['body'] {
  if (text === '') return {};
  const parsed = parse(text);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return parsed as ControlCall['body'];
  }
  throw new ControlRefusal(400, 'The body must be a JSON object.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ControlRefusal(400, 'The path is malformed.');
  }
}

function describe(error: unknown): readonly [status: number, message: string] {
  if (error instanceof ControlRefusal) return [error.status, error.message];
  if (error instanceof RangeError) return [400, error.message];
  if (!(error instanceof CognitoError)) return [500, error instanceof Error ? error.message : String(error)];
  return [error.type === 'UserNotFoundException' ? 404 : 400, error.message];
}

function preflight(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...corsFor(request),
      'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
      'access-control-allow-methods': 'GET,POST,DELETE',
    },
  });
}

// A page that may control the emulator may read its answers, too.
function corsFor({ headers }: Request): Readonly<Record<string, string>> {
  const origin = headers.get('origin');
  return origin === null ? {} : { 'access-control-allow-origin': origin, vary: 'origin' };
}

function notForPages(): ControlRefusal {
  return new ControlRefusal(
    403,
    'The control API is not for pages: name the page’s origin in the option adminOrigins (--admin-origin).',
  );
}
