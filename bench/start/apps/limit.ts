import { defer, map, of } from 'rxjs';
import { watchFirstState } from '../first-state';

// The least that a start over rxjs can be: one storage read, and its JSON.
const told = watchFirstState();
defer(() => of(localStorage.getItem(bench.limitKey)))
  .pipe(map((stored) => (stored === null ? undefined : (JSON.parse(stored) as object))))
  .subscribe((session) => {
    told(session !== undefined);
  });
