/** Made by the build from Emojibase: see vite.config.ts. */
declare module 'virtual:emoji/*' {
  const entries: [
    emoji: string,
    name: string,
    tags: string,
    codes: string,
    group: number,
    skins: string[],
  ][];
  export default entries;
}
