/** What Vite adds to a worker's environment: its own types would add the page's as well. */
declare module '*?raw' {
  const text: string;
  export default text;
}
