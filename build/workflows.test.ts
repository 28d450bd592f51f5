/**
 * Checks the workflow files without running them: their form, their permissions and the names in
 * them.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { runProgram } from '../scripts/programs/run-program.ts';
import { readPackagingEnvironment } from './packaging-environment.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, '.github/workflows');

const Step = z.object({
  uses: z.optional(z.string()),
  name: z.optional(z.string()),
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

const packageJson: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const files = readdirSync(folder);
const workflows = files.map((file) =>
  Workflow.parse(parse(readFileSync(join(folder, file), 'utf8'), { strict: true })),
);
const jobs = workflows.flatMap((workflow) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ workflow, name, job })),
);
const steps = jobs.flatMap(({ job }) => job.steps);

test('there are the workflows ci and release', () => {
  expect(workflows.map(({ name }) => name).toSorted()).toEqual(['ci', 'release']);
});

test('every action is pinned to one commit', () => {
  const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
  expect(used.length).toBeGreaterThan(0);
  for (const action of used) expect(action).toMatch(/^(actions\/[a-z-]+|sigstore\/cosign-installer)@[0-9a-f]{40}$/);
});

test('each job runs steps or an existing workflow, and needs only existing jobs', () => {
  for (const { workflow, job } of jobs) {
    expect(job.uses === undefined ? job['runs-on'] !== undefined : existsSync(join(root, job.uses))).toBe(true);
    for (const needed of [job.needs ?? []].flat()) expect(Object.keys(workflow.jobs)).toContain(needed);
  }
});

test('only the publishing jobs may write, and they run no code of the repository', () => {
  for (const { permissions } of workflows) expect(permissions).toEqual({ contents: 'read' });
  const writing = jobs.filter(({ job }) => Object.values(job.permissions ?? {}).includes('write'));
  expect(Object.fromEntries(writing.map(({ name, job }) => [name, job.permissions]))).toEqual({
    'publish-image': { packages: 'write', 'id-token': 'write' },
    publish: { contents: 'write' },
  });
  for (const { uses = '', run = '' } of writing.flatMap(({ job }) => job.steps)) {
    expect(uses).not.toContain('checkout');
    expect(run).not.toMatch(/\b(npm|node|npx)\b/);
  }
});

test('every script that they run exists', () => {
  for (const { run = '' } of steps) {
    for (const [, script] of run.matchAll(/\bnpm run ([\w-]+)/g))
      expect(packageJson).toHaveProperty(['scripts', script ?? '']);
    for (const [path] of run.matchAll(/^\.ci\/\w+/g)) expect(existsSync(join(root, path))).toBe(true);
  }
});

test('no secret is put into a shell command as text', () => {
  for (const { run = '' } of steps) expect(run).not.toContain('${{');
});

test('the packaging step gets only variables that are read', () => {
  const env = steps.find(({ run }) => run === 'npm run package')?.env ?? {};
  const given = Object.keys(env);
  // electron-builder itself reads these.
  const others = new Set([
    'CSC_KEY_PASSWORD',
    'WIN_CSC_KEY_PASSWORD',
    'AZURE_TENANT_ID',
    'AZURE_CLIENT_ID',
    'AZURE_CLIENT_SECRET',
  ]);
  const source = readFileSync(join(import.meta.dirname, 'packaging-environment.ts'), 'utf8');
  for (const name of given.filter((each) => !others.has(each))) expect(source).toContain(`  ${name}: `);
  expect(
    readPackagingEnvironment({ LECTERN_MAINTAINER: 'someone <someone@users.noreply.github.com>' }).maintainer,
  ).toContain('someone');
});

test('the list of packages holds all that the bundles may contain, and no tool that builds them', async () => {
  const { workspaces } = z.object({ workspaces: z.array(z.string()) }).parse(packageJson);
  const copy = mkdtempSync(join(tmpdir(), 'lectern-packages-'));
  for (const part of ['facts', ...workspaces]) mkdirSync(join(copy, part));
  const manifests = ['.', ...workspaces].map((part) => join(part, 'package.json'));
  for (const file of ['package-lock.json', '.npmrc', ...manifests]) copyFileSync(join(root, file), join(copy, file));
  const script = steps.find(({ run }) => run?.includes('npm sbom'))?.run ?? '';
  const env = { ...process.env, GITHUB_REF_NAME: 'v9.9.9', npm_config_offline: 'true' };
  const { code, output } = await runProgram('bash', ['-e', '-c', script], { cwd: copy, env, output: 'keep' });
  expect({ code, output }).toMatchObject({ code: 0 });
  const List = z.object({ packages: z.array(z.object({ name: z.string(), versionInfo: z.string() })) });
  const { packages } = List.parse(JSON.parse(readFileSync(join(copy, 'facts/sbom.spdx.json'), 'utf8')));
  const names = packages.map(({ name }) => name);
  // Some of them are used by tools as well.
  for (const name of ['express', 'pino', 'react', 'socket.io', 'socket.io-client', 'ws', 'zod']) {
    expect(names).toContain(name);
  }
  for (const tool of ['vite', 'typescript', '@playwright/test', 'electron']) expect(names).not.toContain(tool);
  expect(packages.find(({ name }) => name === '@lectern/signaling-server')?.versionInfo).toBe('9.9.9');
});
