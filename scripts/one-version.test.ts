import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import about from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');

test('there is one version: app, service and page take it from here', () => {
  expect(about.version).toMatch(/^\d+\.\d+\.\d+/);
  for (const workspace of about.workspaces) {
    const its: unknown = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8'));
    expect(its).toHaveProperty('name');
    expect(its).not.toHaveProperty('version');
  }
});
