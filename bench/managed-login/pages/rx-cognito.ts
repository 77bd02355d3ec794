import { BehaviorSubject, combineLatest, firstValueFrom } from 'rxjs';
import { createAuth } from 'rx-cognito';
import type { SignOutReport } from 'rx-cognito';
import { hostedUi, redirectResult$, signInWithRedirect$ } from 'rx-cognito/hosted-ui';

const { userPoolId, userPoolClientId, endpoint, redirectSignIn, redirectSignOut } = setting;
const auth = createAuth({
  userPoolId,
  userPoolClientId,
  userPoolEndpoint: endpoint,
  hostedUi: hostedUi({
    domain: endpoint,
    redirectSignIn: [redirectSignIn],
    redirectSignOut: [redirectSignOut],
  }),
});

/** Where the page stays, it is told there. */
const here$ = new BehaviorSubject<SignOutReport | undefined>(undefined);

const wordsOf = ({ outcome, steps }: SignOutReport): string => {
  const open = Object.entries(steps).filter(([, step]) => step === 'failed' || step === 'unknown');
  return [outcome, ...open.map((step) => step.join(' '))].join(', ');
};

globalThis.peer = {
  signIn: () => {
    signInWithRedirect$(auth).subscribe();
  },
  signOut: () => {
    auth.signOut$().subscribe((result) => {
      here$.next(result);
    });
  },
  isSignedIn: () => Promise.resolve(auth.state.status === 'signedIn'),
  told: async () => {
    const [here, returned] = await firstValueFrom(combineLatest([here$, redirectResult$(auth)]));
    const report = here ?? (returned.type === 'signedOut' ? returned.report : undefined);
    return report ? wordsOf(report) : 'nothing';
  },
};
