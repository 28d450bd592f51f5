/** The text of a file, which Vite puts into the bundle. */
declare module '*?raw' {
  const text: string;
  // oxlint-disable-next-line import/no-default-export -- what Vite provides
  export default text;
}
