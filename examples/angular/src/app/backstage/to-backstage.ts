import { Directive } from '@angular/core';

/** Takes whoever presses the button to the panel beside, on a phone below, the page. */
@Directive({ selector: 'button[appToBackstage]', host: { '(click)': 'go()' } })
export class ToBackstage {
  protected go(): void {
    const heading = document.getElementById('backstage-heading');
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  }
}
