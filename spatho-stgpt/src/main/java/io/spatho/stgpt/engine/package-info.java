/**
 * The only room that knows the tensor engine (PyTorch through DJL): how it starts offline, which device it runs on, how its
 * memory is given back, and the operators that DJL's own interface lacks.
 *
 * <p>Start with {@link io.spatho.stgpt.engine.TorchEngine}, open a {@link io.spatho.stgpt.engine.TensorScope} around each unit of
 * work, and call {@link io.spatho.stgpt.engine.Operators}. Nothing here is touched, and no native library is loaded, until the
 * first {@code TorchEngine.start()}.
 *
 * <p>Two traps to know: DJL's {@code toType} and {@code toDevice} cut the gradient record (the operators do not), and DJL cannot
 * hold a bfloat16 tensor (nothing outside the operators makes one).
 */
package io.spatho.stgpt.engine;
