import { AuthError } from 'rx-cognito';
import {
  catchError,
  defer,
  map,
  of,
  race,
  ReplaySubject,
  share,
  switchMap,
  take,
  tap,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { signedOutError } from './errors';
import { getCredentials$, getCredentialsOfRemembered$, getId$, type Issued } from './issue';
import { loginOf, type Login } from './login';
import type { SessionSource, Tenure, Tenures } from './tenure';
import type { Transport } from './transport';

/** How long before their end credentials are handed out no more. */
const LEAD_MS = 300_000;

/** What is asked with in a tenure. */
export interface TenureParts {
  readonly auth: Pick<SessionSource, 'tokens$'>;
  readonly identityPoolId: string;
  readonly tenures: Tenures;
  readonly transport: Transport;
  /** Called with new credentials, before who waits for them is told. */
  readonly onIssued: (tenure: Tenure, issued: Issued) => void;
}

/**
 * Asks for the identity of a tenure. Cold; emits its id, which is remembered, and completes; errors as `ask$` does, and with
 * the end of the tenure. Who asks as a guest twice has two: it is asked for once for all, credentials included.
 */
export function identityId$(parts: TenureParts, tenure: Tenure): Observable<string> {
  if (tenure.identityId !== undefined) return of(tenure.identityId);
  tenure.identityId$ ??= sharedWhileAsked$(
    inTenure$(parts, tenure, newId$(parts, tenure)).pipe(
      tap((identityId) => {
        tenure.identityId = identityId;
      }),
    ),
  );
  return tenure.identityId$;
}

function newId$(parts: TenureParts, tenure: Tenure): Observable<string> {
  const { identityPoolId, transport } = parts;
  return login$(parts, tenure).pipe(switchMap((login) => getId$(transport, identityPoolId, login)));
}

/**
 * Asks for credentials in a tenure, where those at hand are good no more. Cold; emits them and completes; errors as `ask$`
 * does, and with the end of the tenure. Shared among all who wait.
 */
export function issued$(parts: TenureParts, tenure: Tenure): Observable<Issued> {
  const { issued } = tenure;
  if (issued && parts.transport.scheduler.now() < issued.expiresAt - LEAD_MS) return of(issued);
  tenure.issued$ ??= sharedWhileAsked$(
    inTenure$(parts, tenure, newlyIssued$(parts, tenure)).pipe(
      tap((renewed) => {
        tenure.issued = renewed;
        tenure.identityId = renewed.credentials.identityId;
        parts.onIssued(tenure, renewed);
      }),
    ),
  );
  return tenure.issued$.pipe(catchError((error: unknown) => stillGood$(parts, tenure, error)));
}

function newlyIssued$(parts: TenureParts, tenure: Tenure): Observable<Issued> {
  const { transport } = parts;
  const anotherId$ = defer(() => {
    tenure.identityId = undefined;
    return identityId$(parts, tenure);
  });
  return login$(parts, tenure).pipe(
    switchMap((login) =>
      tenure.identityId === undefined
        ? identityId$(parts, tenure).pipe(
            switchMap((identityId) => getCredentials$(transport, identityId, login)),
          )
        : getCredentialsOfRemembered$(transport, tenure.identityId, login, anotherId$),
    ),
  );
}

// Five minutes are kept for this: a passing trouble, while what is at hand still works.
function stillGood$({ tenures, transport }: TenureParts, tenure: Tenure, error: unknown): Observable<Issued> {
  const { issued } = tenure;
  const isPassing = error instanceof AuthError && error.retryable;
  return isPassing && issued && transport.scheduler.now() < issued.expiresAt && tenures.isPresent(tenure)
    ? of(issued)
    : throwError(() => error);
}

/** Emits what a user's tenure is proven by; nothing proves a guest's. */
function login$({ auth }: TenureParts, tenure: Tenure): Observable<Login | undefined> {
  return tenure.holder.kind === 'guest'
    ? of(undefined)
    : auth.tokens$().pipe(map(({ idToken }) => loginWithin(tenure, idToken)));
}

/** Reads the login of a tenure, or refuses that of another session. */
function loginWithin(tenure: Tenure, idToken: string): Login {
  const login = loginOf(idToken);
  const { holder } = tenure;
  if (!login || holder.kind !== 'user' || login.userId !== holder.userId) throw signedOutError();
  tenure.sessionKey ??= login.sessionKey;
  if (tenure.sessionKey !== login.sessionKey) throw signedOutError();
  return login;
}

/** Cuts a request off with the end of its tenure. */
function inTenure$<T>({ tenures }: TenureParts, tenure: Tenure, request$: Observable<T>): Observable<T> {
  return race(request$, tenure.over$).pipe(
    take(1),
    // An answer that comes as the state has moved, and before that was told, is late as well.
    map((value) => {
      if (!tenures.isPresent(tenure)) throw signedOutError();
      return value;
    }),
  );
}

/** Shares a request among all who wait. It is let go of before they are told, so that who asks again from there asks anew. */
const sharedWhileAsked$ = <T>(request$: Observable<T>): Observable<T> =>
  request$.pipe(share({ connector: () => new ReplaySubject(1) }));
