/* What the build adds to the app: words as modules, the version. */
declare module 'virtual:words/*' {
  const messages: Readonly<Record<string, import('../src/view/speech.ts').Pattern>>;
  export default messages;
}
/** The project's version and the first digits of the hash of all sources, such as "0.1.0-4f2c91aa". */
declare const __APP_VERSION__: string;
