import { firstValueFrom, NEVER, of, Subject, throwError } from 'rxjs';
import type { Observable, ObservableInput } from 'rxjs';
import type {
  AuthUser,
  HostedUiAttempt,
  HostedUiParts,
  RunHostedUiAttempt,
  SignInWithRedirectInput,
} from 'rx-cognito';
import { TestScheduler } from 'rxjs/testing';
import { createSignIn } from '../../../src/hosted-ui/managed-login/sign-in';
import { checkedOptions } from '../../../src/hosted-ui/options';
import type { HostedUiOptions } from '../../../src/hosted-ui/options';
import { createSignInRecords } from '../../../src/hosted-ui/sign-in-records';
import { createFakePage } from '../fake-page';
import { watch } from '../../fakes/marbles';

const CALLBACK = 'https://app.example/callback';
const user: AuthUser = { username: 'ada', userId: 'sub', groups: [] };

/** Begins sign-ins from a page, in an attempt that takes what tokens come. */
const create = (options: Partial<HostedUiOptions> = {}, page = createFakePage('https://app.example/')) => {
  const scheduler = new TestScheduler(() => undefined);
  const left$ = new Subject<string>();
  const begun: (string | undefined)[] = [];
  const attempt: HostedUiAttempt = {
    epoch: 'epoch-1',
    begin$: (epoch) => {
      begun.push(epoch);
      return of(user);
    },
  };
  const parts: HostedUiParts = {
    userPoolClientId: 'client',
    scheduler,
    isOnline: () => true,
    load$: () => NEVER,
    report: () => undefined,
    attempt$: ((work$) => work$(attempt)) satisfies RunHostedUiAttempt,
  };
  const settings = checkedOptions({
    domain: 'auth.example.com',
    redirectSignIn: [CALLBACK],
    redirectSignOut: ['https://app.example/'],
    ...options,
  });
  const leaving = Object.assign(page, { leave: (url: string) => left$.next(url) });
  const records = createSignInRecords(page, 'client', () => scheduler.now());
  return { signIn$: createSignIn(parts, settings, leaving, records), left$, page, scheduler, begun };
};

/** Subscribes, and waits until the page has been left. */
const leave = async (created: ReturnType<typeof create>, input: SignInWithRedirectInput = {}) => {
  const left = firstValueFrom(created.left$);
  const watched = watch(created.signIn$(input));
  return { watched, url: new URL(await left) };
};

/** An `openAuthSession` that answers by what it is opened with. */
const openedBy = (answer$: (state: string) => ObservableInput<string>): Partial<HostedUiOptions> => ({
  // eslint-disable-next-line rxjs-x/finnish -- the name is that of the option
  openAuthSession: (url) => answer$(new URL(url).searchParams.get('state') ?? ''),
});

const outcome = (source$: Observable<unknown>) => firstValueFrom(source$).catch((error: unknown) => error);

describe('createSignIn', () => {
  it('keeps a record for the return, in this tab, under a state that carries nothing', async () => {
    const created = create();
    const { url, watched } = await leave(created, { customState: 'basket 7' });
    const state = url.searchParams.get('state') ?? '';
    const kept = JSON.parse([...created.page.entries.values()].join()) as Record<string, object>;

    expect(state).toMatch(/^[\w-]{43,}$/);
    expect(kept[state]).toMatchObject({ redirectUrl: CALLBACK, epoch: 'epoch-1', customState: 'basket 7' });
    expect(url.href).not.toContain('basket');
    expect(watched).toMatchObject({ values: [], error: undefined, isComplete: false });
  });

  it('ends the attempt of a page that comes back as it was (R70)', async () => {
    const created = create();
    const { watched } = await leave(created);
    created.page.restored$.next();
    expect(watched.error).toMatchObject({ kind: 'cancelled', code: 'SignInCancelled' });
  });

  it('ends the attempt of a page that is still there after ten seconds; its return counts all the same (R70)', async () => {
    const created = create();
    const { watched } = await leave(created);
    created.scheduler.maxFrames = 9_999;
    created.scheduler.flush();
    expect(watched.error).toBeUndefined();
    created.scheduler.maxFrames = 10_000;
    created.scheduler.flush();
    expect(watched.error).toMatchObject({ kind: 'cancelled', code: 'SignInCancelled' });
    expect(created.page.entries.size).toBe(1);
  });

  it('leaves nowhere where this tab keeps nothing', async () => {
    const page = createFakePage('https://app.example/');
    page.canStore = false;
    const created = create({}, page);
    const left = watch(created.left$);
    expect(await outcome(created.signIn$())).toMatchObject({ kind: 'storage' });
    expect(left.values).toEqual([]);
  });

  it.each<[string, unknown, Partial<HostedUiOptions>, object]>([
    ['a custom state that is no text', { customState: {} }, {}, { kind: 'validation' }],
    [
      'a redirect URL that is not registered',
      { redirectUrl: 'https://app.example/' },
      {},
      { kind: 'configuration' },
    ],
    [
      'a redirect URL of another origin, which would not find the record',
      {},
      { redirectSignIn: ['https://www.app.example/callback'] },
      { kind: 'configuration' },
    ],
  ])('refuses %s', async (_, input, options, expected) => {
    const created = create(options);
    expect(await outcome(created.signIn$(input as SignInWithRedirectInput))).toMatchObject(expected);
  });

  it('takes null for no input (R68)', async () => {
    expect((await leave(create(), null as unknown as SignInWithRedirectInput)).url.pathname).toBe(
      '/oauth2/authorize',
    );
  });

  it('signs in by what a window of its own brings back', async () => {
    const created = create(openedBy((state) => of(`${CALLBACK}?code=c&state=${state}`)));
    expect(await outcome(created.signIn$())).toMatchObject({ isSignedIn: true });
    expect(created.begun).toEqual(['epoch-1']);
    expect(created.page.entries.size).toBe(0);
  });

  it.each<[string, (state: string) => ObservableInput<string>, string]>([
    ['a foreign state', () => of(`${CALLBACK}?code=c&state=forged`), 'ForeignRedirect'],
    ['no state', () => of(`${CALLBACK}?code=c`), 'RedirectWithoutState'],
    ['two codes', (state) => of(`${CALLBACK}?code=c&code=d&state=${state}`), 'ForeignRedirect'],
    ['another place', (state) => of(`https://evil.example/?code=c&state=${state}`), 'RedirectWithoutState'],
    ['no address', () => of('nonsense'), 'RedirectWithoutState'],
    ['something else', () => of(7 as unknown as string), 'RedirectWithoutState'],
    ['a refusal', (state) => of(`${CALLBACK}?error=access_denied&state=${state}`), 'access_denied'],
    ['nothing', () => [], 'AuthSessionClosed'],
    ['an error whose words hold the code', () => throwError(() => new Error('code=c')), 'AuthSessionClosed'],
  ])('begins nothing where it brings %s (R71)', async (_, answer$, code) => {
    const created = create(openedBy(answer$));
    expect(await outcome(created.signIn$())).toMatchObject({ name: 'AuthError', code });
    expect(created.begun).toEqual([]);
  });

  it('draws another state, nonce and proof for each attempt', async () => {
    const created = create();
    const [one, other] = [await leave(created), await leave(created)];
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.url.searchParams.get(name)).not.toBe(other.url.searchParams.get(name));
    }
    expect(Object.keys(JSON.parse([...created.page.entries.values()].join()) as object)).toHaveLength(2);
  });
});
