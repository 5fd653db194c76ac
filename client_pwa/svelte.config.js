import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const components = new Map();

/** A component's styles carry three letters made from its place: the usual ten weigh as much as its rules. Throws when two
    components get the same; then one of them has to be called something else. */
function cssHash({ hash, filename = '' }) {
  const place = filename.replace(/^.*\/src\//, '');
  const name = `s${hash(place).slice(0, 3)}`;
  const first = components.get(name) ?? place;
  if (first !== place) throw new Error(`${place} and ${first} would share their styles' name: rename one`);
  components.set(name, place);
  return name;
}

export default {
  preprocess: vitePreprocess({ script: false }),
  compilerOptions: { runes: true, cssHash },
};
