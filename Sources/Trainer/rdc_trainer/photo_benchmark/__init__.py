"""What a user would pick instead: rdc beside JPEG, WebP, AVIF and JPEG XL on photos.

``rdc-train photo-benchmark`` measures, ``photo-figures`` draws what it measured,
``crops`` shows it. ``commands`` has their options; `Sources/Trainer/README.md` says
how they are used.
"""
