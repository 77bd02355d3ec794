import { createApplication } from '@angular/platform-browser';
import { configOf } from '../config';
import { watchFirstState } from '../first-state';

// The least that a start over Angular can be.
const { limitKey } = configOf();
const told = watchFirstState();
void createApplication({ providers: [] }).then(() => {
  told(localStorage.getItem(limitKey) !== null);
});
