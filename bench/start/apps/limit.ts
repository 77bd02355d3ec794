import { defer, map, of } from 'rxjs';
import { configOf } from '../config';
import { watchFirstState } from '../first-state';

// The least that a start over rxjs can be: one storage read, and its JSON.
const { limitKey } = configOf();
const told = watchFirstState();
defer(() => of(localStorage.getItem(limitKey)))
  .pipe(map((stored) => (stored === null ? undefined : (JSON.parse(stored) as object))))
  .subscribe((session) => {
    told(session !== undefined);
  });
