/* What the build tells the service worker. */
/** One file to keep: its address and the hash that install must find ("sha256-…", as in Subresource Integrity). */
interface PrecacheEntry {
  url: string;
  integrity: string;
}
/** Every file of the app and the shell itself ("/"); a mix of two builds fails the hashes and is not installed. */
declare const __PRECACHE__: readonly PrecacheEntry[];
/** Changes with any file of the list and with the server's security headers, which a cached shell keeps. */
declare const __BUILD_ID__: string;
