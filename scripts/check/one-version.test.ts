/** The version stands in one place. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');

test('only the root package has a version; app, service and page use it', () => {
  expect(manifest.version).toMatch(/^\d+\.\d+\.\d+/);
  for (const workspace of manifest.workspaces) {
    const workspaceManifest: unknown = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8'));
    expect(workspaceManifest).toHaveProperty('name');
    expect(workspaceManifest).not.toHaveProperty('version');
  }
});
