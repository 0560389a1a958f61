import { type Behaviour, NO_BEHAVIOUR, type Program } from "../program.js";

export function readJava(_program: Program): Behaviour {
  return NO_BEHAVIOUR;
}
