import { firstValueFrom, from, NEVER, VirtualTimeScheduler } from 'rxjs';
import type { Observable } from 'rxjs';
import { hostedUi } from '../../src/hosted-ui';
import { DONE, NOT_SUPPORTED } from '../../src/model/sign-out-report';
import type { StepResult } from '../../src/model/sign-out-report';
import { networkError } from '../fakes/fake-errors';
import { watch } from '../fakes/marbles';

const connected = hostedUi({
  domain: 'auth.example.com',
  redirectSignIn: ['https://app.example.com/callback'],
  redirectSignOut: ['https://app.example.com/'],
  endSession: 'linked',
})({
  userPoolClientId: 'client',
  scheduler: new VirtualTimeScheduler(),
  isOnline: () => true,
  load$: (load$) => from(load$()),
  report: () => undefined,
  attempt$: () => NEVER,
});

const end$ = (revokeToken: StepResult): Observable<StepResult> =>
  connected.browserSession(undefined)!.end$(jest.fn(), revokeToken);

describe("hostedUi with endSession 'linked'", () => {
  it.each<StepResult>([DONE, { outcome: 'failed', error: networkError() }])(
    'says of the browser’s session what became of the revocation that ends it: $outcome',
    (revokeToken) => {
      expect(watch(end$(revokeToken)).values).toEqual([revokeToken]);
    },
  );

  it('is no complete sign-out where the app client cannot revoke tokens: the browser stays signed in (#12)', async () => {
    expect(await firstValueFrom(end$(NOT_SUPPORTED))).toMatchObject({
      outcome: 'failed',
      error: { kind: 'configuration', code: 'InvalidOption', message: expect.stringContaining('endSession') },
    });
  });
});
