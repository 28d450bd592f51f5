/** A file of the repository as text, put into the bundle by Vite. */
declare module '*?raw' {
  const text: string;
  // oxlint-disable-next-line import/no-default-export -- what Vite gives
  export default text;
}
