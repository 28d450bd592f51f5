/**
 * Finds the modules that a source file names, whether it needs their values or only their types.
 */
import { parseSync, Visitor } from 'vite';

/**
 * The module specifiers in a TypeScript, JavaScript or CSS file, in the order of the text. Counts
 * imports, re-exports, dynamic imports, `import('…')` types and `new URL('…', import.meta.url)`,
 * which is how a worker or a picture is named. Throws on a syntax error.
 */
export function readImports(file: string, text: string): readonly string[] {
  if (file.endsWith('.css'))
    return [...text.matchAll(/@import\s+(?:url\()?['"]([^'"]+)/g)].map(([, path]) => path ?? '');
  const { program, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const found: string[] = [];
  const add = (source: { readonly type: string } | null | undefined): void => {
    if (source?.type === 'Literal' && 'value' in source && typeof source.value === 'string') found.push(source.value);
  };
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
    NewExpression: ({ callee, arguments: [first, second] }) => {
      if (callee.type !== 'Identifier' || callee.name !== 'URL') return;
      if (second && text.slice(second.start, second.end) === 'import.meta.url') add(first);
    },
  }).visit(program);
  return found;
}
