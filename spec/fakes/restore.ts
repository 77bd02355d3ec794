import { EMPTY } from 'rxjs';
import type { AuthContext } from '../../src/flows/context';
import { restore as restoreWith } from '../../src/flows/session/restore';
import type { Restoration, RestoreParts } from '../../src/flows/session/restore';

/** Restores where no page was here before and no other library left a session, unless the parts say otherwise. */
export const restore = (context: AuthContext, parts: Partial<RestoreParts> = {}): Restoration =>
  restoreWith(context, { resumeSignIn: () => undefined, loadAdoption$: EMPTY, ...parts });
