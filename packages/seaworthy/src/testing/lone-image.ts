export { imageOf, type SketchedFile as ImageFile } from "../models/image/sketch.js";
