export { imageOf } from "../models/image/sketch.js";
