import { createApplication } from '@angular/platform-browser';
import { watchFirstState } from '../first-state';

// The least that a start over Angular can be.
const told = watchFirstState();
void createApplication({ providers: [] }).then(() => {
  told(localStorage.getItem(bench.limitKey) !== null);
});
