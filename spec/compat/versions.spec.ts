import '@angular/compiler';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '@angular/core';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

const { dependencies } = JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8')) as Manifest;

describe('the compatibility run', () => {
  it('runs on the newest Angular that the package supports, not on the one of the daily run', () => {
    expect(VERSION.full).toBe(dependencies['@angular/core']);
    expect(VERSION.major).toBe('22');
  });

  it('runs on the newest NgRx', () => {
    expect(require.resolve('@ngrx/store')).toContain(join('spec', 'compat', 'node_modules'));
    expect(dependencies['@ngrx/store']).toMatch(/^22\./);
  });
});
