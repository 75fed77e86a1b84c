export { createPlayer } from '../kinds/sound/player.ts';
