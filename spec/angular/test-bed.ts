import { TestBed } from '@angular/core/testing';
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing';

/** Sets Angular's testing environment up, once for each file of specs. */
export function beginTestBed(): void {
  TestBed.resetTestEnvironment();
  TestBed.initTestEnvironment(BrowserTestingModule, platformBrowserTesting());
}
