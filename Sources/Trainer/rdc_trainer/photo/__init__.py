"""The photo codec: one universal encoder, an integer entropy model, three heads.

Stages, each one command (``python -m rdc_trainer.photo.STAGE --help``):

1. ``data SOURCE WORK``: decode the training pictures once into a flat file.
2. ``train WORK codec.pt --steps 20000``: encoder, entropy model, distortion head.
3. ``fit WORK codec.pt fit.npz``: count real symbols, fit the probability tables.
4. ``evaluate codec.pt fit.npz out.json cid22=FOLDER``: exact bits and PSNR.
5. ``train_head WORK codec.pt fit.npz perceptual.pt --head perceptual``: realism.
6. ``cifar CIFAR guide.pt --kind guide`` (and ``judge``), then ``train_head WORK
   codec.pt fit.npz class.pt --head classification --cifar CIFAR --guide guide.pt``.
7. ``measure_head`` and ``measure_classes``: what the heads reach.
8. ``export codec.pt fit.npz photo.rdcpack --head perceptual=perceptual.pt …``.
9. ``reference photo.rdcpack kodak=FOLDER --replay``: the codec from the pack alone;
   ``golden`` writes what the Swift codec is compared with.

Stages 2, 5 and 6 write a checkpoint every three minutes and go on from it. Choose
on CID22, report on Kodak. `rdc-train photo-benchmark` measures other codecs by their
files; 4 and 9 compare with its results (``--baselines``).
"""
