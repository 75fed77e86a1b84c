export { createPlayer } from '../kinds/motion/player.ts';
