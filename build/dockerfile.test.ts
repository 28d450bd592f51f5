/** Checks the Dockerfile without building it. `tests/e2e/container.spec.ts` builds and runs it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate, ValidationSeverity } from 'dockerfile-utils';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readArrows } from '../scripts/check/arrows.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const dockerfile = read('build/Dockerfile');

const Package = z.object({
  dependencies: z._default(z.record(z.string(), z.string()), {}),
  devDependencies: z._default(z.record(z.string(), z.string()), {}),
});
const packageOf = (folder: string) => Package.parse(JSON.parse(read(join(folder, 'package.json'))));

/** The workspaces that these two are built from, themselves included. */
function builtFrom(names: readonly string[]): readonly string[] {
  const found = new Set(names);
  for (const name of found) {
    for (const needed of Object.keys(packageOf(name).dependencies)) {
      if (needed.startsWith('@lectern/')) found.add(needed.replace('@lectern/', ''));
    }
  }
  return [...found].toSorted();
}
const workspaces = builtFrom(['signaling-server', 'watcher-web']);

test('the builder of images would accept it', () => {
  const severity = ValidationSeverity.ERROR;
  const every = { deprecatedMaintainer: severity, emptyContinuationLine: severity, instructionCasing: severity };
  const once = { instructionCmdMultiple: severity, instructionEntrypointMultiple: severity };
  const others = { instructionHealthcheckMultiple: severity, instructionJSONInSingleQuotes: severity };
  expect(validate(dockerfile, { ...every, ...once, ...others, instructionWorkdirRelative: severity })).toEqual([]);
});

test('it builds with the Node of the project, and every base image has an exact tag', () => {
  const images = [...dockerfile.matchAll(/^ARG \w+_IMAGE=(\S+)$/gm)].map((match) => match[1] ?? '');
  const node = packageOf('.').devDependencies['node'];
  expect(images).toEqual([
    `docker.io/library/node:${node}-bookworm-slim`,
    'gcr.io/distroless/nodejs24-debian12:nonroot',
  ]);
  const stages = [...dockerfile.matchAll(/^FROM (?:--platform=\S+ )?(\S+)/gm)].map((match) => match[1]);
  expect(stages).toEqual(['${NODE_IMAGE}', '${BASE_IMAGE}']);
});

test('each of these declares every workspace that it imports', () => {
  const undeclared = readArrows(root).filter(({ from, to }) => {
    const [importer = ''] = from.split('/');
    if (!workspaces.includes(importer) || !existsSync(join(root, to, 'package.json'))) return false;
    return !Object.hasOwn(packageOf(importer).dependencies, `@lectern/${to}`);
  });
  expect(undeclared).toEqual([]);
});

test('it installs and copies exactly the workspaces that it needs', () => {
  const installed = [...dockerfile.matchAll(/^COPY (\S+)\/package\.json \1\/$/gm)].map((match) => match[1]);
  expect(installed.toSorted()).toEqual(workspaces);
  const allowed = [...read('.dockerignore').matchAll(/^!(\S+)$/gm)].map((match) => match[1] ?? '');
  const folders = allowed.filter((path) => !path.includes('.') && path !== 'LICENSE');
  expect(folders.toSorted()).toEqual(workspaces);
  for (const path of allowed) expect(existsSync(join(root, path))).toBe(true);
});
