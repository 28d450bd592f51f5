/** The workflow files, as far as they can be checked without running them: their shape, their rights and what they name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { readPackageOrder } from './package-order.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, '.github/workflows');

const Step = z.object({
  uses: z.optional(z.string()),
  run: z.optional(z.string()),
  env: z.optional(z.record(z.string(), z.string())),
});
const Rights = z.record(z.string(), z.enum(['read', 'write']));
const Job = z.object({
  uses: z.optional(z.string()),
  'runs-on': z.optional(z.string()),
  needs: z.optional(z.union([z.string(), z.array(z.string())])),
  permissions: z.optional(Rights),
  steps: z._default(z.array(Step), []),
});
const Workflow = z.object({ name: z.string(), permissions: Rights, jobs: z.record(z.string(), Job) });

const files = readdirSync(folder);
const workflows = files.map((file) =>
  Workflow.parse(parse(readFileSync(join(folder, file), 'utf8'), { strict: true })),
);
const jobs = workflows.flatMap((workflow) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ workflow, name, job })),
);
const steps = jobs.flatMap(({ job }) => job.steps);

test('ci and release are there', () => {
  expect(workflows.map(({ name }) => name).toSorted()).toEqual(['ci', 'release']);
});

test('every action is pinned to one commit', () => {
  const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
  expect(used.length).toBeGreaterThan(0);
  for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
});

test('a job runs steps or another workflow that exists, after jobs that exist', () => {
  for (const { workflow, job } of jobs) {
    expect(job.uses === undefined ? job['runs-on'] !== undefined : existsSync(join(root, job.uses))).toBe(true);
    for (const needed of [job.needs ?? []].flat()) expect(Object.keys(workflow.jobs)).toContain(needed);
  }
});

test('nothing may write but the job that publishes, and that one runs nothing of the repository', () => {
  for (const { permissions } of workflows) expect(permissions).toEqual({ contents: 'read' });
  const writing = jobs.filter(({ job }) => Object.values(job.permissions ?? {}).includes('write'));
  expect(writing.map(({ name, job }) => [name, job.permissions])).toEqual([['publish', { contents: 'write' }]]);
  const [publish] = writing;
  for (const { uses = '', run = '' } of publish?.job.steps ?? []) {
    expect(uses).not.toContain('checkout');
    expect(run).not.toMatch(/\b(npm|node|npx)\b/);
  }
});

test('what they run is there', () => {
  const about: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const { run = '' } of steps) {
    for (const [, script] of run.matchAll(/\bnpm run ([\w-]+)/g))
      expect(about).toHaveProperty(['scripts', script ?? '']);
    for (const [path] of run.matchAll(/^\.ci\/\w+/g)) expect(existsSync(join(root, path))).toBe(true);
  }
});

test('no secret reaches a shell as text', () => {
  for (const { run = '' } of steps) expect(run).not.toContain('${{');
});

test('the variables given to the packages are ones that they read', () => {
  const env = steps.find(({ run }) => run === 'npm run package')?.env ?? {};
  const given = Object.keys(env);
  // Read by electron-builder's own signing, together with ours.
  const others = new Set([
    'CSC_KEY_PASSWORD',
    'WIN_CSC_KEY_PASSWORD',
    'AZURE_TENANT_ID',
    'AZURE_CLIENT_ID',
    'AZURE_CLIENT_SECRET',
  ]);
  const source = readFileSync(join(import.meta.dirname, 'package-order.ts'), 'utf8');
  for (const name of given.filter((each) => !others.has(each))) expect(source).toContain(`  ${name}: `);
  expect(readPackageOrder({ LECTERN_MAINTAINER: 'someone <someone@users.noreply.github.com>' }).maintainer).toContain(
    'someone',
  );
});
